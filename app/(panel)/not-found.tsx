import { DeadEnd } from "@/components/ui/dead-end";
import { getT } from "@/i18n/server";

/** The same for what is gone, what never was and what is another tenant's. */
const NotFoundPage = async () => {
  const t = await getT("common");
  return <DeadEnd icon="search" leave={t("error.home")} text={t("notFound.text")} title={t("notFound.title")} />;
};

export default NotFoundPage;

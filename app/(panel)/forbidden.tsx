import { DeadEnd } from "@/components/ui/dead-end";
import { getT } from "@/i18n/server";

const ForbiddenPage = async () => {
  const t = await getT("common");
  return <DeadEnd icon="lock" leave={t("error.home")} text={t("forbidden.text")} title={t("forbidden.title")} />;
};

export default ForbiddenPage;

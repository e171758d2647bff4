import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpView } from "@/features/session/set-up-view";
import { getT } from "@/i18n/server";
import { passwordLength } from "@/lib/password-length";
import { isSetUp } from "@/server/auth/first-run";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("auth"))("setUp.title") });

const Page = async () => {
  if (await isSetUp()) redirect("/sign-in");
  const t = await getT("auth");
  return (
    <>
      <h1 className="text-center font-semibold text-xl">{t("setUp.title")}</h1>
      <SetUpView passwordMin={passwordLength.min} />
    </>
  );
};
export default Page;

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInView } from "@/features/session/sign-in-view";
import { getT } from "@/i18n/server";
import { localPath } from "@/lib/local-path";
import { parseSignInProblem } from "@/lib/sign-in";
import { findActor } from "@/server/auth/actor";
import { isSetUp } from "@/server/auth/first-run";
import { env } from "@/server/env";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("auth"))("signIn.title") });

const Page = async ({ searchParams }: Props) => {
  const { callbackUrl, error } = await searchParams;
  const callbackPath = localPath(one(callbackUrl));
  if (await findActor()) redirect(callbackPath);
  if (!(await isSetUp())) redirect("/set-up");
  const t = await getT("auth");
  return (
    <>
      <h1 className="text-center font-semibold text-xl">{t("signIn.title")}</h1>
      <SignInView
        callbackPath={callbackPath}
        oidcName={env().oidc?.name ?? null}
        problem={parseSignInProblem(one(error))}
      />
    </>
  );
};
export default Page;

"use client";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import { type SignInProblem, signIn, signInByProvider } from "@/lib/sign-in";

type Props = {
  /** Where the person wanted to go; a path of this site. */
  callbackPath: string;
  oidcName: string | null;
  problem: SignInProblem | null;
};

const unreachable: SignInProblem = { code: "internal", params: { requestId: "–" } };

const Problem = ({ problem }: { problem: SignInProblem | null }) => {
  const { t } = useTranslation("auth");
  if (problem && "oidc" in problem) return <FormError>{t(`oidc.${problem.oidc}`)}</FormError>;
  return <FormError failure={problem} />;
};

export const SignInView = ({ callbackPath, oidcName, problem: first }: Props) => {
  const { t } = useTranslation("auth");
  const [problem, setProblem] = useState(first);
  const [pending, setPending] = useState<"oidc" | "password" | null>(null);

  const attempt = async (way: "oidc" | "password", run: () => Promise<SignInProblem | null>) => {
    if (pending) return;
    setPending(way);
    setProblem(null);
    const refused = await run().catch(() => unreachable);
    setProblem(refused);
    if (refused) setPending(null);
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt("password", async () => {
      const refused = await signIn({ email: String(form.get("email")), password: String(form.get("password")) });
      // The whole page: the person's own language, colours and zone come with it.
      if (!refused) location.assign(callbackPath);
      return refused;
    });
  };

  return (
    <div className="grid gap-4">
      <Problem problem={problem} />
      {/* Before the script runs a submit must not put the password into the address, so the form posts. */}
      <form action="/api/auth/callback/credentials" className="grid gap-4" method="post" onSubmit={submit}>
        <TextField autoComplete="username" isRequired label={t("signIn.email")} name="email" type="email" />
        <TextField
          autoComplete="current-password"
          isRequired
          label={t("signIn.password")}
          name="password"
          type="password"
        />
        <Button isPending={pending === "password"} type="submit" variant="primary">
          {t("signIn.button")}
        </Button>
      </form>
      {oidcName ? (
        <>
          <p className="text-center text-muted text-sm">{t("oidc.or")}</p>
          <Button
            isPending={pending === "oidc"}
            onPress={() =>
              attempt("oidc", async () => {
                await signInByProvider(callbackPath);
                return null;
              })
            }
          >
            {t("oidc.button", { name: oidcName })}
          </Button>
        </>
      ) : null}
    </div>
  );
};

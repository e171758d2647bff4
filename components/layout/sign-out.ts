/** Ends the session on the server, then leaves by a full load, so that nothing of the person stays in the page. */
export const signOut = async (): Promise<void> => {
  const answer: unknown = await (await fetch("/api/auth/csrf")).json();
  if (typeof answer === "object" && answer !== null && "csrfToken" in answer && typeof answer.csrfToken === "string") {
    await fetch("/api/auth/signout", {
      body: new URLSearchParams({ callbackUrl: "/sign-in", csrfToken: answer.csrfToken, json: "true" }),
      method: "POST",
    });
  }
  location.assign("/sign-in");
};

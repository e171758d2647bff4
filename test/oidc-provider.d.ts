/** The package brings no types; this is the part that we use. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Claims = { sub: string } & Record<string, unknown>;
  type Account = { accountId: string; claims: () => Promise<Claims> };

  export default class Provider {
    constructor(
      issuer: string,
      configuration: Record<string, unknown> & { findAccount: (context: unknown, id: string) => Account | undefined },
    );
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}

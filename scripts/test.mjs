import { prepareAndContinue } from "./prepare.mjs";

await prepareAndContinue({ purpose: "test", script: "verify.mjs" });

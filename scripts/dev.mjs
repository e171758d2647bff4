import { prepareAndContinue } from "./prepare.mjs";

await prepareAndContinue({ purpose: "run", script: "launch.mjs", args: ["--dev"] });

/** Who may import whom. `test/boundaries.test.ts` plants one fault for each rule and expects it to be found. */
const ui = "node_modules/(next|react|react-dom|next-auth|@tanstack|react-i18next|react-aria-components)/";
const outside = (path) => ({ path, dependencyTypesNot: ["type-only"] });

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "lib-is-a-leaf",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: ["^(app|features|components|server|engine|worker|i18n)/", ui] },
    },
    {
      name: "engine-is-framework-free",
      severity: "error",
      from: { path: "^engine/" },
      to: { path: ["^(app|features|components|server|worker|i18n)/", ui, "@prisma|^prisma/"] },
    },
    {
      name: "engine-by-front-door",
      severity: "error",
      from: { pathNot: "^(engine|bench)/" },
      to: { path: "^engine/", pathNot: "^engine/index\\.ts$" },
    },
    {
      name: "drivers-are-strangers",
      severity: "error",
      from: { path: "^engine/drivers/([^/]+)/" },
      to: { path: "^engine/drivers/[^/]+/", pathNot: "^engine/drivers/$1/" },
    },
    {
      name: "drivers-know-only-the-contract",
      severity: "error",
      from: { path: "^engine/drivers/" },
      to: { path: "^engine/", pathNot: "^engine/drivers/" },
    },
    {
      name: "prisma-lives-in-server-db",
      severity: "error",
      from: { pathNot: "^server/db/" },
      to: { path: "(@prisma/|^prisma/|^server/db/(client|generated))", pathNot: "^prisma/seed\\.ts$" },
    },
    {
      name: "components-know-no-feature",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|features|server|engine|worker)/" },
    },
    {
      name: "feature-subfolders-are-private",
      severity: "error",
      from: { path: "^features/([^/]+)/" },
      to: { path: "^features/[^/]+/.+/", pathNot: "^features/$1/" },
    },
    {
      name: "feature-subfolders-are-private-outside",
      severity: "error",
      from: { pathNot: "^features/" },
      to: { path: "^features/[^/]+/.+/" },
    },
    {
      name: "views-reach-the-server-through-actions",
      severity: "error",
      from: { path: "^(features|components)/.*\\.tsx$" },
      to: outside("^(server|engine)/"),
    },
    {
      name: "app-is-thin",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^(engine|worker|server/db)/" },
    },
    {
      name: "server-knows-no-feature",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^(app|features|components|worker)/" },
    },
    {
      name: "worker-has-no-ui",
      severity: "error",
      from: { path: "^worker/" },
      to: { path: ["^(app|features|components)/", ui] },
    },
    {
      name: "nobody-imports-app-or-worker",
      severity: "error",
      from: { pathNot: "^(app|worker)/" },
      to: { path: "^(app|worker)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|dist|var|test|e2e)/|server/db/generated/|\\.test\\.tsx?$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};

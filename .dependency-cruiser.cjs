/** Who may know whom. Each rule's comment is what a developer reads when it breaks. */
const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

module.exports = {
  forbidden: [
    rule("no-circles", "Two rooms that need each other are one room, or need a third below both.", {}, { circular: true }),
    rule("no-unresolved", "An import that does not resolve breaks at run time.", {}, { couldNotResolve: true, pathNot: "^virtual:" }),
    rule("contract-knows-only-zod", "The contract is shared by three programs: it depends on zod alone.", { path: "^server/contract/src" }, { pathNot: "^(server/contract/src|node_modules/zod)" }),
    rule("schedule-is-pure", "The schedule runs in the player's 40 KB: no zod, no wire, no node.", { path: "^server/contract/src/schedule" }, { pathNot: "^server/contract/src/schedule" }),
    rule("wire-below-routes", "Schemas are below the calls that use them.", { path: "^server/contract/src/wire" }, { path: "^server/contract/src/(routes|index)" }),
    rule("browser-programs-know-only-the-contract", "Player and console run in browsers: never the server, the database or node.", { path: "^(player|console)/src" }, { path: "^(server/src|prisma)", dependencyTypesNot: ["type-only"] }),
    rule("no-node-in-browsers", "Browsers have no node modules.", { path: "^(player|console)/src" }, { dependencyTypes: ["core"] }),
    rule("player-and-console-apart", "Player and console share only the contract.", { path: "^player/src" }, { path: "^console/" }),
    rule("console-and-player-apart", "Player and console share only the contract.", { path: "^console/src" }, { path: "^player/" }),
    rule(
      "database-through-repositories",
      "Only repositories speak to the database, so that a query is found where queries live. Put it in the feature's repository.ts.",
      { path: "^server/src", pathNot: "(^server/src/database/|[/.]repository\\.ts$|^server/src/server\\.ts$|^server/src/demo/)" },
      { path: "^(prisma/|node_modules/(@prisma|better-sqlite3|pg))" },
    ),
    rule(
      "features-through-services",
      "A feature uses another through its service.ts (or what it presents), never its repository or routes.",
      { path: "^server/src/features/([^/]+)/" },
      { path: "^server/src/features/([^/]+)/.*(repository|routes)\\.ts$", pathNot: "^server/src/features/$1/" },
    ),
    rule("features-know-no-sockets", "A service raises a domain event; realtime listens.", { path: "^server/src/features" }, { path: "(node_modules/socket\\.io|^server/src/(realtime|jobs|app|server|main))" }),
    rule("ground-knows-no-feature", "http, storage and database are the ground: they know no feature.", { path: "^server/src/(http|storage|database)/" }, { path: "^server/src/(features|realtime|jobs)" }),
    rule("jobs-and-realtime-below-assembly", "Only the composition root constructs.", { path: "^server/src/(realtime|jobs|features)" }, { path: "^server/src/(app|server|main)\\.ts$" }),
    rule("console-features-apart", "Console features meet in app/, components/ or lib/.", { path: "^console/src/features/([^/]+)/" }, { path: "^console/src/features/([^/]+)/", pathNot: "^console/src/features/$1/" }),
    rule("console-lib-is-ground", "lib knows no component, feature or app.", { path: "^console/src/lib" }, { path: "^console/src/(app|features|components)" }),
    rule("console-components-know-lib", "Components know lib, never a feature.", { path: "^console/src/components" }, { path: "^console/src/(app|features)" }),
    rule("player-storage-is-ground", "Player: storage, clock and pairing are the ground.", { path: "^player/src/storage" }, { path: "^player/src/(sync|playback|cache|ledger|main)" }),
    rule("simulator-outside-the-player", "The fleet simulator runs the player's code in node; the player knows nothing of it.", { path: "^player/src" }, { path: "^player/simulate" }),
    rule("simulator-knows-the-server-by-its-api", "What the simulator proves, it proves from outside.", { path: "^player/simulate" }, { path: "^(server/src|prisma)/" }),
    rule("ledger-and-cache-apart", "The ledger and the cache know nothing of each other.", { path: "^player/src/ledger" }, { path: "^player/src/cache" }),
    rule("cache-and-ledger-apart", "The ledger and the cache know nothing of each other.", { path: "^player/src/cache" }, { path: "^player/src/ledger" }),
    rule("tests-are-not-imported", "Programs never import tests.", { pathNot: "^tests/" }, { path: "^tests/" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^prisma/generated|/dist/)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"], extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".d.ts"] },
  },
};

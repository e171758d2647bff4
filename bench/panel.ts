import { setTimeout as pause } from "node:timers/promises";
import { findServer } from "@/e2e/helpers/servers";
import { startStack } from "@/e2e/helpers/stack";
import { type Figure, type Group, median, toFigure } from "./figures";
import { measureBundles } from "./panel/bundles";
import { timeClicks, timeTransactions } from "./panel/click-to-ready";
import { measureLists } from "./panel/lists";
import { readProductMemory } from "./panel/memory";

const rounds = 9;
const idleMs = 20_000;

const measureRunning = async (): Promise<Figure[]> => {
  const stack = await startStack({ command: "demo", timeoutMs: 600_000 });
  try {
    const { id } = await findServer(stack, "web-01");
    await pause(idleMs);
    const memory: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      memory.push(readProductMemory(stack.dataDir));
      await pause(1_000);
    }
    const bare = await timeTransactions(stack, id, rounds);
    const clicks = await timeClicks(stack, id, rounds);
    const overhead = clicks.map((one) => one - median(bare));
    return [
      toFigure({ name: "bare QMP transaction", unit: "ms", samples: bare }),
      toFigure({ name: "click to Ready, disks only", unit: "ms", samples: clicks }),
      toFigure({ name: "click to Ready over the bare transaction", unit: "ms", samples: overhead, goal: 250 }),
      toFigure({ name: "memory idle: web, worker, PostgreSQL", unit: "MB", samples: memory, goal: 600 }),
    ];
  } finally {
    await stack.stop();
  }
};

export const measurePanel: Group = async () => [
  ...(await measureRunning()),
  ...measureBundles(),
  ...(await measureLists()),
];

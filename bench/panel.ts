import { setTimeout as pause } from "node:timers/promises";
import { findServer } from "@/e2e/helpers/servers";
import { startStack } from "@/e2e/helpers/stack";
import { type Figure, type Group, median, toFigure } from "./figures";
import { measureBundles } from "./panel/bundles";
import { timeClicks, timeTransactions } from "./panel/click-to-ready";
import { measureLists } from "./panel/lists";
import { readProductMemory } from "./panel/memory";

const rounds = 9;
const idleMs = 30_000;

/** Some seconds apart, so that work which comes and goes shows in the spread. */
const measureMemory = async (dataDir: string): Promise<Figure[]> => {
  await pause(idleMs);
  const readings: ReturnType<typeof readProductMemory>[] = [];
  for (let round = 0; round < 5; round += 1) {
    readings.push(readProductMemory(dataDir));
    await pause(2_000);
  }
  const totals = readings.map((reading) => reading.reduce((sum, { megabytes }) => sum + megabytes, 0));
  const each = (readings[0] ?? []).map(({ part }, index) =>
    toFigure({
      name: `memory idle: ${part}`,
      unit: "MB",
      samples: readings.map((reading) => reading[index]?.megabytes ?? 0),
    }),
  );
  return [...each, toFigure({ name: "memory idle: all but guests", unit: "MB", samples: totals, goal: 600 })];
};

const measureRunning = async (): Promise<Figure[]> => {
  const stack = await startStack({ command: "demo", timeoutMs: 600_000 });
  try {
    const { id } = await findServer(stack, "web-01");
    const memory = await measureMemory(stack.dataDir);
    const bare = await timeTransactions(stack, id, rounds);
    const clicks = await timeClicks(stack, id, rounds);
    const overhead = clicks.map((one) => one - median(bare));
    return [
      toFigure({ name: "bare QMP transaction", unit: "ms", samples: bare }),
      toFigure({ name: "click to Ready, disks only", unit: "ms", samples: clicks }),
      toFigure({ name: "click to Ready over the bare transaction", unit: "ms", samples: overhead, goal: 250 }),
      ...memory,
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

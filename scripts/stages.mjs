// @ts-check
// Says what is going on: one line a stage with what it waits for and its seconds.
const width = 20;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** @param {number} since */
const secondsSince = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * A person at a terminal sees what runs now in one moving line; a log gets a line at the begin and one at the end.
 * @param {{ out?: NodeJS.WriteStream, env?: Record<string, string | undefined> }} [options]
 */
export const createStages = ({ out = process.stdout, env = process.env } = {}) => {
  const isLive = out.isTTY === true && !env.CI && env.TERM !== "dumb";
  /** @type {Map<string, { since: number, waitsFor: string }>} */
  const running = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let frame = 0;

  const clear = () => {
    if (isLive) out.write("\r\u001b[2K");
  };
  const draw = () => {
    if (!isLive || running.size === 0) return;
    frame = (frame + 1) % frames.length;
    const parts = [...running].map(([name, { since, waitsFor }]) => `${name}: ${waitsFor} ${secondsSince(since)}`);
    const line = `${frames[frame]} ${parts.join("  ·  ")}`;
    clear();
    out.write(line.slice(0, (out.columns || 100) - 1));
  };
  /** @param {string} line */
  const print = (line) => {
    clear();
    out.write(`${line}\n`);
    draw();
  };

  /**
   * @template T
   * @param {string} name
   * @param {string} waitsFor what takes the time, as words behind "waits for"
   * @param {(stage: { waitFor(text: string): void, skip(why: string): void }) => Promise<T>} work
   */
  const run = async (name, waitsFor, work) => {
    const since = performance.now();
    const state = { since, waitsFor };
    let skipped = "";
    running.set(name, state);
    if (isLive) timer ??= setInterval(draw, 120);
    else print(`  ${name.padEnd(width)} waits for ${waitsFor}`);
    /** @param {string} line */
    const end = (line) => {
      running.delete(name);
      if (running.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
      print(line);
    };
    try {
      const result = await work({
        waitFor: (text) => {
          state.waitsFor = text;
        },
        skip: (why) => {
          skipped = why;
        },
      });
      end(`✓ ${name.padEnd(width)} ${secondsSince(since)}${skipped && `  ${skipped}`}`);
      return result;
    } catch (error) {
      end(`✗ ${name.padEnd(width)} ${secondsSince(since)}`);
      throw error;
    }
  };

  return { run, print };
};

/** @typedef {ReturnType<typeof createStages>} Stages */

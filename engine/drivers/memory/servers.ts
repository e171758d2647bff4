import { AppError } from "@/lib/errors";
import type { ServerFacts, ServerOps } from "../driver";
import { type Fake, throwIfCancelled } from "./options";
import { bootFake, configureFake, emptyContent, getFake, haltFake, usedBytes } from "./world";

/** A port that nothing listens on; the fake has no page. */
const fakePort = 1;

export const createServerOps = ({ world, reach }: Fake): ServerOps => ({
  create: async (spec, image, { signal, progress } = {}) => {
    await reach("servers.create", { serverId: spec.id });
    throwIfCancelled(signal);
    if (world.machines.has(spec.id)) return;
    world.machines.set(spec.id, {
      spec,
      image,
      power: "stopped",
      startedAt: null,
      countedTo: world.now(),
      disks: spec.disks.map(emptyContent),
      looseDisks: new Map(),
      ram: emptyContent(),
      isDeaf: false,
      hasAgent: true,
      isFrozen: false,
      resumedFrom: null,
      snapshots: new Map(),
    });
    progress?.(100);
  },
  configure: async (spec, { signal } = {}) => {
    const machine = getFake(world, spec.id);
    throwIfCancelled(signal);
    if (machine.power !== "stopped") throw new AppError("serverNotStopped");
    await reach("servers.configure", { serverId: spec.id });
    configureFake(machine, spec);
  },
  removeDisk: async (serverId, diskId) => {
    const machine = world.machines.get(serverId);
    if (machine?.spec.disks.some(({ id }) => id === diskId)) throw new AppError("conflict");
    await reach("servers.removeDisk", { serverId });
    machine?.looseDisks.delete(diskId);
  },
  remove: async (serverId) => {
    await reach("servers.remove", { serverId });
    world.machines.delete(serverId);
  },
  start: async (serverId, { signal } = {}) => {
    const machine = getFake(world, serverId);
    await reach("servers.start", { serverId });
    throwIfCancelled(signal);
    if (machine.power === "paused") machine.power = "running";
    if (machine.power === "stopped") bootFake(world, machine);
  },
  stop: async (serverId, { signal }) => {
    const machine = getFake(world, serverId);
    await reach("servers.stop", { serverId });
    throwIfCancelled(signal);
    if (machine.power === "stopped") return;
    machine.power = "running";
    // The time-out is not waited for: a fake guest never changes its mind.
    if (machine.isDeaf) throw new AppError("stopTimedOut");
    haltFake(world, machine);
  },
  forceOff: async (serverId) => {
    const machine = getFake(world, serverId);
    await reach("servers.forceOff", { serverId });
    if (machine.power !== "stopped") haltFake(world, machine);
  },
  facts: async (serverId, { askAgent = false } = {}): Promise<ServerFacts> => {
    const machine = getFake(world, serverId);
    const hasCard = machine.spec.nics.length > 0;
    return {
      state: machine.power,
      agent: askAgent && machine.power === "running" ? machine.hasAgent : null,
      startedAt: machine.startedAt,
      webPort: machine.power !== "stopped" && hasCard ? fakePort : null,
      disks: machine.spec.disks.map(({ id, sizeBytes }, index) => ({
        id,
        sizeBytes,
        usedBytes: usedBytes(machine, index),
      })),
    };
  },
  list: async () => [...world.machines.keys()].sort(),
  states: async () => new Map([...world.machines].map(([id, { power }]) => [id, power] as const)),
});

import type { CreateServerInput, ServerChoices } from "../schema";
import { parseGigabytes, toGigabytes } from "./size-text";

/** The form as it is typed. Sizes in GB, the first disk is the one that comes from the image. */
export type ServerDraft = {
  disks: readonly { gigabytes: string; key: string }[];
  imageId: string;
  memory: string;
  name: string;
  start: boolean;
  tenantId: string;
  vcpus: string;
};

export const firstDraft = ({ images, tenants }: ServerChoices, key: string): ServerDraft => ({
  disks: [{ gigabytes: images[0] ? toGigabytes(images[0].diskBytes) : "", key }],
  imageId: images[0]?.id ?? "",
  memory: "1",
  name: "",
  start: true,
  tenantId: tenants[0]?.id ?? "",
  vcpus: "1",
});

type Bounds = { max: number; min: number };
const isWithin = (value: number | null, { max, min }: Bounds): value is number =>
  value !== null && Number.isInteger(value) && value >= min && value <= max;

export type DraftFaults = { disks: ReadonlySet<string>; memory: boolean; name: boolean; vcpus: boolean };

const boundsOf = ({ imageId }: ServerDraft, { images, limits }: ServerChoices, index: number): Bounds => {
  const image = index === 0 ? images.find(({ id }) => id === imageId) : undefined;
  return { ...limits.diskBytes, min: Math.max(limits.diskBytes.min, image?.diskBytes ?? 0) };
};

export const findFaults = (draft: ServerDraft, choices: ServerChoices): DraftFaults => {
  const faulty = draft.disks.filter(
    ({ gigabytes }, index) => !isWithin(parseGigabytes(gigabytes), boundsOf(draft, choices, index)),
  );
  return {
    disks: new Set(faulty.map(({ key }) => key)),
    memory: !isWithin(parseGigabytes(draft.memory), choices.limits.memoryBytes),
    name: draft.name.trim() === "",
    vcpus: !isWithin(Number(draft.vcpus), choices.limits.vcpus),
  };
};

/** What the server is asked for; null while the form has a fault. */
export const toInput = (
  draft: ServerDraft,
  choices: ServerChoices,
  idempotencyKey: string,
): CreateServerInput | null => {
  const faults = findFaults(draft, choices);
  const [boot, ...others] = draft.disks.map(({ gigabytes }) => parseGigabytes(gigabytes) ?? 0);
  const memoryBytes = parseGigabytes(draft.memory);
  if (faults.disks.size > 0 || faults.memory || faults.name || faults.vcpus || !boot || !memoryBytes) return null;
  const { imageId, name, start, tenantId, vcpus } = draft;
  return {
    diskBytes: [boot, ...others],
    idempotencyKey,
    imageId,
    memoryBytes,
    name: name.trim(),
    start,
    tenantId,
    vcpus: Number(vcpus),
  };
};

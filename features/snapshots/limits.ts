import type { maxDescriptionLength, maxNameLength } from "@/engine";

// The browser needs the figures but not the engine: the compiler keeps them the same.
export const nameLimit: typeof maxNameLength = 100;
export const descriptionLimit: typeof maxDescriptionLength = 500;

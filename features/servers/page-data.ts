import "server-only";
import { cache } from "react";
import { loadOr404 } from "@/server/loader";
import { getServerHeader } from "./loaders";

/** One read for the layout, the page and its title; ends in Next's own not-found where there is nothing to see. */
export const loadServer = cache((serverId: string) => loadOr404(getServerHeader, { serverId }));

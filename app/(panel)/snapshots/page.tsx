import type { Metadata } from "next";
import { getT } from "@/i18n/server";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("snapshots"))("list.title") });

/** The list itself stands in the layout. */
const SnapshotsPage = () => null;

export default SnapshotsPage;

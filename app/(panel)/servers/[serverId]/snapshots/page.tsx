import type { Metadata } from "next";
import { loadServer } from "@/features/servers/page-data";
import { getT } from "@/i18n/server";

type Props = PageProps<"/servers/[serverId]/snapshots">;

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => {
  const [t, { name: server }] = [await getT("snapshots"), await loadServer((await params).serverId)];
  return { title: t("list.titleOf", { server }) };
};

/** Axis and table stand in the layout. */
const ServerSnapshotsPage = () => null;

export default ServerSnapshotsPage;

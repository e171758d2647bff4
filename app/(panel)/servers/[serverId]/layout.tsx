import { loadServer } from "@/features/servers/page-data";
import { ServerHeaderView } from "@/features/servers/server-header-view";
import { Messages } from "@/i18n/provider";
import { getLocale, pickMessages } from "@/i18n/server";

const ServerLayout = async ({ children, params }: LayoutProps<"/servers/[serverId]">) => {
  const server = await loadServer((await params).serverId);
  return (
    <Messages locale={await getLocale()} messages={await pickMessages("servers", "snapshots", "operations")}>
      <ServerHeaderView first={server} key={server.id} />
      {children}
    </Messages>
  );
};

export default ServerLayout;

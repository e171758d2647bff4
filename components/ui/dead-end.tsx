import { buttonStyle } from "./button-style";
import { EmptyState } from "./empty-state";
import type { IconName } from "./icon";

type Props = { icon: IconName; leave: string; text: string; title: string };

/** A page that leads nowhere but back. It comes with every page as a stand-by, so it is markup alone, without any script. */
export const DeadEnd = ({ icon, leave, text, title }: Props) => (
  <EmptyState
    action={
      <a className={buttonStyle()} href="/servers">
        {leave}
      </a>
    }
    icon={icon}
    isPage
    title={title}
  >
    {text}
  </EmptyState>
);

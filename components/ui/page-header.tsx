import { Fragment, type ReactNode } from "react";
import { PagePath, type PathStep } from "../layout/page-path";

type Props = {
  actions?: ReactNode;
  /** Short facts for one line, such as the image, the CPUs, the memory. */
  facts?: readonly ReactNode[];
  /** What stands above this page in the top bar, after the section. */
  path?: readonly PathStep[];
  state?: ReactNode;
  title: ReactNode;
};

const noPath: readonly PathStep[] = [];

/** One header a page, the same above all of its tabs. */
export const PageHeader = ({ actions, facts, path = noPath, state, title }: Props) => (
  <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
    <PagePath steps={path} />
    <div className="flex min-w-0 grow basis-32 flex-wrap items-center gap-x-4 gap-y-1">
      <h1 className="wrap-anywhere min-w-0 font-semibold text-xl">{title}</h1>
      {state}
      {facts?.length ? (
        <p className="flex flex-wrap gap-x-2 text-muted">
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: facts stand in a fixed order and have no other name
            <Fragment key={index}>
              {index > 0 ? <span aria-hidden="true">·</span> : null}
              <span>{fact}</span>
            </Fragment>
          ))}
        </p>
      ) : null}
    </div>
    {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
  </header>
);

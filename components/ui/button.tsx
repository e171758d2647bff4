"use client";
import { type AriaAttributes, type MouseEvent, type ReactNode, type Ref, useId } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { Icon, type IconName } from "./icon";
import { useTooltip } from "./tooltip";

type Shared = Pick<
  AriaAttributes,
  "aria-controls" | "aria-current" | "aria-expanded" | "aria-haspopup" | "aria-pressed"
> & {
  className?: string;
  /** Says why the control cannot be used now. It stays focusable, so that everybody can learn it. */
  disabledReason?: string | undefined;
  form?: string;
  isPending?: boolean;
  onPress?: () => void | Promise<void>;
  /** The pointer or the focus has arrived: time to fetch what a press will need. */
  onReach?: () => void;
  ref?: Ref<HTMLButtonElement>;
  size?: ButtonSize;
  type?: "button" | "submit";
  variant?: ButtonVariant;
};

const Spinner = () => (
  <span aria-hidden="true" className="size-4 animate-spin rounded-full border-2 border-current border-r-transparent" />
);

type BaseProps = Shared & { children: ReactNode; hint?: string; isIcon?: boolean; label?: string };

const BaseButton = ({
  children,
  className,
  disabledReason,
  hint,
  isIcon = false,
  isPending = false,
  label,
  onPress,
  onReach,
  ref,
  size,
  type = "button",
  variant,
  ...rest
}: BaseProps) => {
  const reasonId = useId();
  const { bubble, show, trigger } = useTooltip(disabledReason || hint);
  const isBlocked = isPending || Boolean(disabledReason);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (!isBlocked) {
      void onPress?.();
      return;
    }
    event.preventDefault();
    if (disabledReason) show(event.currentTarget);
  };
  return (
    <>
      <button
        {...rest}
        {...trigger}
        onFocus={(event) => {
          trigger.onFocus(event);
          onReach?.();
        }}
        onPointerEnter={(event) => {
          trigger.onPointerEnter(event);
          onReach?.();
        }}
        aria-busy={isPending || undefined}
        aria-describedby={disabledReason ? reasonId : undefined}
        aria-disabled={isBlocked || undefined}
        aria-label={label}
        className={buttonStyle({ className, isIcon, size, variant })}
        onClick={press}
        ref={ref}
        type={type}
      >
        {isPending ? (
          <span className="absolute inset-0 flex items-center justify-center">
            <Spinner />
          </span>
        ) : null}
        <span className={isPending ? "contents *:opacity-0" : "contents"}>{children}</span>
      </button>
      {disabledReason ? (
        <span hidden id={reasonId}>
          {disabledReason}
        </span>
      ) : null}
      {bubble}
    </>
  );
};

export type ButtonProps = Shared & {
  children: ReactNode;
  icon?: IconName /** Read out in place of what the button shows. */;
  label?: string;
};

export const Button = ({ children, icon, ...props }: ButtonProps) => (
  <BaseButton {...props}>
    {icon ? <Icon className="-ml-0.5 size-4.5" name={icon} /> : null}
    <span>{children}</span>
  </BaseButton>
);

export type IconButtonProps = Shared & { icon: IconName; label: string };

/** The label is read out and shown on hover and focus. */
export const IconButton = ({ icon, label, variant = "quiet", ...props }: IconButtonProps) => (
  <BaseButton {...props} hint={label} isIcon label={label} variant={variant}>
    <Icon className={props.size === "sm" ? "size-4.5" : "size-5"} name={icon} />
  </BaseButton>
);

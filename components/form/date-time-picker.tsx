"use client";
import { fromDate, toZoned, type ZonedDateTime } from "@internationalized/date";
import { useId } from "react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from "react-aria-components/Calendar";
import { DateInput, DatePicker, DateSegment } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { Group } from "react-aria-components/Group";
import { Heading } from "react-aria-components/Heading";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { useTranslation } from "@/i18n/provider";
import { buttonStyle } from "../ui/button-style";
import { Icon } from "../ui/icon";
import type { DateTimeFieldProps } from "./date-time-props";
import { FieldError } from "./field";

const zoned = (iso: string, timeZone: string) => fromDate(new Date(iso), timeZone);

const MonthCalendar = () => (
  <Calendar className="w-min">
    <header className="flex items-center gap-1 pb-2">
      <Button className={buttonStyle({ isIcon: true, size: "sm", variant: "quiet" })} slot="previous">
        <Icon className="size-4.5" name="chevronLeft" />
      </Button>
      <Heading className="flex-1 text-center font-medium" />
      <Button className={buttonStyle({ isIcon: true, size: "sm", variant: "quiet" })} slot="next">
        <Icon className="size-4.5" name="chevronRight" />
      </Button>
    </header>
    <CalendarGrid>
      <CalendarGridHeader>
        {(day) => <CalendarHeaderCell className="pb-1 font-normal text-muted text-xs">{day}</CalendarHeaderCell>}
      </CalendarGridHeader>
      <CalendarGridBody>
        {(date) => (
          <CalendarCell
            className="grid outside-month:hidden coarse:size-10 size-9 cursor-pointer place-items-center rounded-sm selected:bg-accent selected:text-on-accent outline-offset-0 hover:bg-sunken disabled:cursor-default disabled:text-muted disabled:line-through disabled:opacity-60"
            date={date}
          />
        )}
      </CalendarGridBody>
    </CalendarGrid>
  </Calendar>
);

export const DateTimePicker = ({
  description,
  errorMessage,
  isDisabled,
  isLabelHidden = false,
  isRequired,
  label,
  minValue,
  onChange,
  timeZone,
  value,
}: DateTimeFieldProps) => {
  const { t } = useTranslation();
  const errorId = useId();
  const change = (next: ZonedDateTime | null) => onChange(next ? toZoned(next, timeZone).toAbsoluteString() : null);
  return (
    <DatePicker
      aria-describedby={errorMessage ? errorId : undefined}
      className="grid content-start gap-1.5"
      granularity="minute"
      hideTimeZone
      hourCycle={24}
      isDisabled={isDisabled}
      isInvalid={Boolean(errorMessage)}
      isRequired={isRequired}
      minValue={minValue ? zoned(minValue, timeZone) : undefined}
      onChange={change}
      placeholderValue={minValue ? zoned(minValue, timeZone) : undefined}
      shouldForceLeadingZeros
      value={value ? zoned(value, timeZone) : null}
    >
      <Label className={isLabelHidden ? "sr-only" : "font-medium"}>{label}</Label>
      <Group className="flex coarse:h-11 h-9 w-full max-w-72 items-center rounded-md border border-control bg-surface pr-1 pl-3 coarse:text-lg invalid:border-bad-ink focus-within:outline-2 focus-within:outline-accent-ink focus-within:outline-offset-2 disabled:opacity-60">
        <DateInput className="flex flex-1 items-center whitespace-pre tabular-nums outline-none">
          {(segment) => (
            <DateSegment
              className="rounded-xs px-px type-literal:px-0 outline-none placeholder-shown:text-muted focus:bg-accent focus:text-on-accent"
              segment={segment}
            />
          )}
        </DateInput>
        <Button aria-label={t("time.calendar")} className={buttonStyle({ isIcon: true, size: "sm", variant: "quiet" })}>
          <Icon className="size-4.5" name="calendar" />
        </Button>
      </Group>
      <FieldError id={errorId}>{errorMessage}</FieldError>
      <Text className="text-muted text-sm" slot="description">
        {description ? <>{description} </> : null}
        {t("time.zone", { zone: timeZone })}
      </Text>
      <Popover className="entering:animate-rise rounded-md bg-surface p-3 text-base shadow-float">
        <Dialog className="outline-none">
          <MonthCalendar />
        </Dialog>
      </Popover>
    </DatePicker>
  );
};

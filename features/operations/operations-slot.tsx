import { Messages } from "@/i18n/provider";
import { getLocale, pickMessages } from "@/i18n/server";
import { AppError } from "@/lib/errors";
import { listOperations } from "./loaders";
import { OperationsButton } from "./operations-button";
import type { OperationList } from "./schema";

/** Who belongs to no tenant may see none; that is no reason to show no page. */
const findOperations = async (): Promise<OperationList | null> => {
  try {
    return await listOperations({});
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
};

/** For the frame around all pages: the button with what it shows at first. */
export const OperationsSlot = async () => {
  const [first, locale, messages] = await Promise.all([findOperations(), getLocale(), pickMessages("operations")]);
  // Handed over as it is: other parts of the page ask for the same list, and may do so before this one is there.
  return (
    <Messages locale={locale} messages={messages}>
      <OperationsButton first={first} />
    </Messages>
  );
};

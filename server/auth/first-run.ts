import "server-only";
import { hasPeople } from "../db/people";

let isKnown = false;

/** Whether there is anybody; once somebody is there that stays so, and is not asked again. */
export const isSetUp = async (): Promise<boolean> => {
  isKnown ||= await hasPeople();
  return isKnown;
};

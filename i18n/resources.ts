import type { ErrorCode } from "@/lib/errors";
import activityDe from "@/locales/de/activity.json";
import authDe from "@/locales/de/auth.json";
import commonDe from "@/locales/de/common.json";
import errorsDe from "@/locales/de/errors.json";
import imagesDe from "@/locales/de/images.json";
import operationsDe from "@/locales/de/operations.json";
import peopleDe from "@/locales/de/people.json";
import serversDe from "@/locales/de/servers.json";
import settingsDe from "@/locales/de/settings.json";
import snapshotsDe from "@/locales/de/snapshots.json";
import tenantsDe from "@/locales/de/tenants.json";
import activity from "@/locales/en/activity.json";
import auth from "@/locales/en/auth.json";
import common from "@/locales/en/common.json";
import errors from "@/locales/en/errors.json";
import images from "@/locales/en/images.json";
import operations from "@/locales/en/operations.json";
import people from "@/locales/en/people.json";
import servers from "@/locales/en/servers.json";
import settings from "@/locales/en/settings.json";
import snapshots from "@/locales/en/snapshots.json";
import tenants from "@/locales/en/tenants.json";

/** English is the source: its keys are the keys. */
const en = { activity, auth, common, errors, images, operations, people, servers, settings, snapshots, tenants };

export type Resources = typeof en;
export type Namespace = keyof Resources;

/** A key that German lacks fails here. */
const de = {
  activity: activityDe,
  auth: authDe,
  common: commonDe,
  errors: errorsDe,
  images: imagesDe,
  operations: operationsDe,
  people: peopleDe,
  servers: serversDe,
  settings: settingsDe,
  snapshots: snapshotsDe,
  tenants: tenantsDe,
} satisfies Resources;

/** The keys of A that B lacks, or never. */
type Extra<A, B> = {
  [K in keyof A]: K extends keyof B ? (A[K] extends object ? Extra<A[K], B[K]> : never) : K;
}[keyof A];

/** A key that only German has fails here. */
const germanHasNoMore: [Extra<typeof de, Resources>] extends [never] ? true : Extra<typeof de, Resources> = true;

/** An error code without a text fails here, and so does a text without a code. */
const errorTexts: Readonly<Record<ErrorCode, string>> = errors;
const errorsHaveNoMore: [Exclude<keyof typeof errors, ErrorCode>] extends [never] ? true : never = true;

void germanHasNoMore;
void errorTexts;
void errorsHaveNoMore;

export const resources = { de, en };

import "server-only";
import { AppError } from "@/lib/errors";
import { findTenant } from "./db/tenants";

/** The tenant, or `notFound`. */
export const getTenant = async (id: string) => {
  const tenant = await findTenant(id);
  if (!tenant) throw new AppError("notFound");
  return tenant;
};

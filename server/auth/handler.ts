import "server-only";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { newId } from "@/lib/ids";
import { withRequest } from "../log";
import { authOptions } from "./options";

type Context = { params: Promise<{ nextauth: string[] }> };

export const handleAuth = (request: NextRequest, context: Context): Promise<Response> =>
  withRequest({ requestId: newId() }, () => NextAuth(request, context, authOptions()));

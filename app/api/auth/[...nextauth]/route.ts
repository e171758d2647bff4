import { handleAuth } from "@/server/auth/handler";
import { definePublic } from "@/server/door";

const door = definePublic("Signing in and out; next-auth checks its own CSRF token on each POST.", handleAuth);

export { door as GET, door as POST };

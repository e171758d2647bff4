"use client";
import { ErrorState } from "@/components/ui/error-state";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** What was thrown stays on the server; the number leads the provider to it in the log. */
const ErrorPage = ({ error, reset }: Props) => <ErrorState isPage onRetry={reset} requestId={error.digest} />;

export default ErrorPage;

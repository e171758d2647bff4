export type ToastContent = {
  action?: { href: string; label: string } | { label: string; onPress: () => void };
  description?: string;
  title: string;
};
export type ShownToast = ToastContent & { tone: "bad" | "good" };

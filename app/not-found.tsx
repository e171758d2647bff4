import { NotFoundState } from "@/components/ui/not-found-state";

const NotFoundPage = () => (
  <main>
    <NotFoundState />
  </main>
);

export default NotFoundPage;

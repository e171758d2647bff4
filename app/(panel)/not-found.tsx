import { NotFoundState } from "@/components/ui/not-found-state";

const NotFoundPage = () => <NotFoundState />;

export default NotFoundPage;

import { ForbiddenState } from "@/components/ui/forbidden-state";

const ForbiddenPage = () => <ForbiddenState isPage />;

export default ForbiddenPage;

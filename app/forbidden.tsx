import { ForbiddenState } from "@/components/ui/forbidden-state";

const ForbiddenPage = () => (
  <main>
    <ForbiddenState isPage />
  </main>
);

export default ForbiddenPage;

import { SnapshotGone } from "@/features/snapshots/snapshot-panel";

const SnapshotNotFound = () => <SnapshotGone />;

export default SnapshotNotFound;

import { SnapshotGone } from "@/features/snapshots/snapshot-gone";

const SnapshotNotFound = () => <SnapshotGone />;

export default SnapshotNotFound;

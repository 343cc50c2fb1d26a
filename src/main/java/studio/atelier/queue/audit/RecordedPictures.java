package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore.Picture;
import studio.atelier.queue.audit.Finding.Kind;

/// Every recorded picture has its object, of the recorded size, and of the recorded hash when the audit is deep.
final class RecordedPictures implements Check {
    private final StoredBytes bytes;
    private final Inventory inventory;
    private final Depth depth;

    RecordedPictures(StoredBytes bytes, Inventory inventory, Depth depth) {
        this.bytes = bytes;
        this.inventory = inventory;
        this.depth = depth;
    }

    @Override
    public void run(Findings findings) {
        for (Picture picture : inventory.pictures()) {
            if (!inventory.objects().containsKey(picture.path())) {
                findings.add(Kind.MISSING, picture.path(), picture.job());
            } else if (!inventory.hasSize(picture.path(), picture.bytes()) || !hasHash(picture)) {
                findings.add(Kind.CHANGED, picture.path(), picture.job());
            }
        }
    }

    private boolean hasHash(Picture picture) {
        return depth != Depth.DEEP
                || bytes.sha256(picture.path()).filter(picture.sha256()::equals).isPresent();
    }
}

package studio.atelier.app;

import studio.atelier.db.Database;
import studio.atelier.db.ImageStore;
import studio.atelier.gallery.PictureSource;
import studio.atelier.queue.Queue;

/// Makes thumbnails of new pictures as the product does, for measurements without a whole studio.
public final class ProductThumbnails implements AutoCloseable {
    private final ThumbnailsAhead ahead;
    private final Queue.Subscription subscription;

    public ProductThumbnails(Database database, PictureSource pictures, Queue queue) {
        ahead = new ThumbnailsAhead(new ImageStore(database), pictures);
        subscription = queue.subscribe(ahead::onEvent);
    }

    @Override
    public void close() {
        subscription.close();
        ahead.close();
    }
}

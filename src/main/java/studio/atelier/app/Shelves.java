package studio.atelier.app;

import studio.atelier.db.Database;
import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.gallery.DatabaseGallery;
import studio.atelier.gallery.DatabaseLibrary;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.PictureSource;
import studio.atelier.gallery.StoredPictures;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.ThumbnailCache;

import java.time.InstantSource;

/// What there is to choose from and to look at, over one database and one object store.
record Shelves(Library library, Gallery gallery, PictureSource pictures) {
    static Shelves over(Database database, ObjectStore store, ThumbnailCache thumbnails) {
        var models = new ModelStore(database);
        var workflows = new WorkflowStore(database);
        var references = new ReferenceStore(database);
        var gallery = new GalleryStore(database);
        return new Shelves(
                new DatabaseLibrary(
                        models,
                        workflows,
                        references,
                        new ReferenceEditStore(database),
                        store,
                        InstantSource.system()),
                new DatabaseGallery(gallery, models, workflows, references, store),
                new StoredPictures(references, gallery, store, thumbnails));
    }
}

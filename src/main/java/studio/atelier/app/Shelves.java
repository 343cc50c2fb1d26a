package studio.atelier.app;

import studio.atelier.captions.VisionCaptioner;
import studio.atelier.db.Database;
import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.SettingStore;
import studio.atelier.db.SharedLeases;
import studio.atelier.db.WorkflowStore;
import studio.atelier.gallery.DatabaseGallery;
import studio.atelier.gallery.DatabaseLibrary;
import studio.atelier.gallery.DatabaseRepertoire;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.PictureSource;
import studio.atelier.gallery.Repertoire;
import studio.atelier.gallery.StoredPictures;
import studio.atelier.gallery.WorkflowFiles;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.JpegDecoder;
import studio.atelier.storage.image.ThumbnailCache;

import java.nio.file.Path;
import java.time.InstantSource;

/// What there is to choose from and to look at, over one database and one object store.
///
/// @param captions where captions of references are read and written
record Shelves(
        Library library,
        Repertoire repertoire,
        Gallery gallery,
        PictureSource pictures,
        VisionCaptioner.Shelf captions) {
    /// @param own where the person's own workflows are kept as files
    static Shelves over(Database database, ObjectStore store, ThumbnailCache thumbnails, Path own) {
        var models = new ModelStore(database);
        var workflows = new WorkflowStore(database);
        var references = new ReferenceStore(database);
        var edits = new ReferenceEditStore(database);
        var gallery = new GalleryStore(database);
        return new Shelves(
                new DatabaseLibrary(
                        models, workflows, references, edits, store, InstantSource.system()),
                new DatabaseRepertoire(
                        models, workflows, new WorkflowFiles(own, new SettingStore(database))),
                new DatabaseGallery(gallery, models, workflows, references, store),
                new StoredPictures(references, gallery, store, thumbnails),
                new VisionCaptioner.Shelf(references, edits, store, new SharedLeases(database)));
    }

    /// @param spool for pictures on their way
    VisionCaptioner captioner(JpegDecoder jpeg, Path spool) {
        return new VisionCaptioner(captions, jpeg, spool, InstantSource.system());
    }
}

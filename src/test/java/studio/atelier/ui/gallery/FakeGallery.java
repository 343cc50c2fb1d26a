package studio.atelier.ui.gallery;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.ImageId;
import studio.atelier.model.Job;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/// A gallery in memory, newest first as they are added.
final class FakeGallery implements Gallery {
    private final List<GalleryDetail> details = new ArrayList<>();
    private final Map<GalleryKey, GalleryDetail> byKey = new HashMap<>();
    private final Set<Long> trash = new HashSet<>();
    final List<List<GalleryKey>> pagesAsked = new ArrayList<>();
    Optional<Problem> broken = Optional.empty();

    synchronized void add(GalleryDetail detail) {
        details.addFirst(detail);
        byKey.put(detail.key(), detail);
    }

    synchronized void addAll(List<GalleryDetail> more) {
        details.addAll(0, more);
        more.forEach(detail -> byKey.put(detail.key(), detail));
    }

    /// What stood under `before` stands there as `after` now.
    synchronized void replace(GalleryKey before, GalleryDetail after) {
        int place = details.indexOf(byKey.remove(before));
        details.set(place, after);
        byKey.put(after.key(), after);
    }

    synchronized GalleryDetail get(GalleryKey key) {
        GalleryDetail found = byKey.get(key);
        if (found == null) {
            throw new AssertionError("no " + key);
        }
        return found;
    }

    @Override
    public synchronized List<GalleryKey> keys(GalleryQuery query) {
        check();
        List<GalleryKey> keys = new ArrayList<>();
        for (GalleryDetail detail : details) {
            if (matches(detail, query) && !trash.contains(detail.key().image())) {
                keys.add(detail.key());
            }
        }
        return query.order() == GalleryQuery.Order.OLDEST_FIRST ? keys.reversed() : keys;
    }

    private static boolean matches(GalleryDetail detail, GalleryQuery query) {
        Job job = detail.job();
        String text = (job.positivePrompt() + job.negativePrompt()).toLowerCase(Locale.ROOT);
        return query.model().map(model -> job.model().equals(Optional.of(model))).orElse(true)
                && query.status().map(status -> job.status() == status).orElse(true)
                && query.category()
                        .map(
                                category ->
                                        detail.reference()
                                                .map(ReferenceImage::category)
                                                .equals(Optional.of(category)))
                        .orElse(true)
                && text.contains(query.text().toLowerCase(Locale.ROOT));
    }

    @Override
    public synchronized List<GalleryItem> items(List<GalleryKey> keys) {
        check();
        pagesAsked.add(keys);
        List<GalleryItem> items = new ArrayList<>();
        for (GalleryKey key : keys) {
            GalleryDetail detail = byKey.get(key);
            if (detail != null) {
                items.add(item(detail));
            }
        }
        return items;
    }

    private static GalleryItem item(GalleryDetail detail) {
        Job job = detail.job();
        return new GalleryItem(
                detail.key(),
                job.status(),
                detail.model().map(LoraModel::name).orElse(""),
                detail.reference().map(ReferenceImage::filename).orElse(""),
                job.reference(),
                detail.image(),
                job.problem(),
                job.createdAt());
    }

    @Override
    public synchronized Optional<GalleryDetail> detail(GalleryKey key) {
        check();
        return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public synchronized void delete(List<ImageId> images) {
        check();
        images.forEach(image -> trash.add(image.value()));
    }

    @Override
    public synchronized void restore(List<ImageId> images) {
        check();
        images.forEach(image -> trash.remove(image.value()));
    }

    @Override
    public void saveAs(ImageId image, Path target) {
        check();
        try {
            Files.writeString(target, "picture " + image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Path> saveAll(List<ImageId> images, Path folder, IntConsumer progress) {
        List<Path> written = new ArrayList<>();
        for (ImageId image : images) {
            Path target = folder.resolve(image + ".png");
            saveAs(image, target);
            written.add(target);
            progress.accept(written.size());
        }
        return written;
    }

    private void check() {
        broken.ifPresent(
                problem -> {
                    throw new StudioException(problem);
                });
    }
}

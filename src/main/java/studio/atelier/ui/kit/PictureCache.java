package studio.atelier.ui.kit;

import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Decoded pictures up to a number of bytes, the least recently used leaving first. What left is found again
/// for as long as something shows it. Not safe between threads: its owner locks.
final class PictureCache<K> {
    private static final int BYTES_PER_PIXEL = 4;

    private final long budget;
    private final LinkedHashMap<K, Image> held = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<K, WeakReference<Image>> released = new HashMap<>();
    private long bytes;

    PictureCache(long budget) {
        this.budget = budget;
    }

    @Nullable Image get(K key) {
        Image image = held.get(key);
        if (image == null) {
            WeakReference<Image> reference = released.remove(key);
            image = reference == null ? null : reference.get();
            if (image != null) {
                put(key, image);
            }
        }
        return image;
    }

    void put(K key, Image image) {
        Image older = held.put(key, image);
        bytes += bytes(image) - (older == null ? 0 : bytes(older));
        Iterator<Map.Entry<K, Image>> oldest = held.entrySet().iterator();
        while (bytes > budget && held.size() > 1) {
            Map.Entry<K, Image> entry = oldest.next();
            oldest.remove();
            bytes -= bytes(entry.getValue());
            released.put(entry.getKey(), new WeakReference<>(entry.getValue()));
        }
        if (released.size() > held.size() + 64) {
            released.values().removeIf(reference -> reference.get() == null);
        }
    }

    void removeIf(Predicate<K> gone) {
        released.keySet().removeIf(gone);
        held.entrySet()
                .removeIf(
                        entry -> {
                            boolean goes = gone.test(entry.getKey());
                            bytes -= goes ? bytes(entry.getValue()) : 0;
                            return goes;
                        });
    }

    long bytes() {
        return bytes;
    }

    private static long bytes(Image image) {
        return Math.round(image.getWidth() * image.getHeight() * BYTES_PER_PIXEL);
    }
}

package studio.atelier.queue;

import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.storage.ObjectKeys;

/// The names that a job's pictures get in the store.
public final class PictureNames {
    private PictureNames() {}

    /// For example `milan_dune_00042_.png`.
    public static String key(Recipe recipe, long number, String extension) {
        return ObjectKeys.generatedKey(
                recipe.modelSlug(), stem(recipe.referenceName()), number, extension);
    }

    /// A file name without its extension.
    static String stem(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot > 0 ? filename.substring(0, dot) : filename;
    }
}

package studio.atelier.queue;

import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.model.Job;
import studio.atelier.storage.image.GenerationText;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.SyntheticLabel;

/// What a job writes into its pictures, which also tells whose a picture is.
public final class PictureTexts {
    private PictureTexts() {}

    /// The label of one of the job's pictures.
    public static SyntheticLabel label(Job job, Recipe recipe, PictureHeader header) {
        var text =
                GenerationText.of(
                                job.positivePrompt(),
                                job.negativePrompt(),
                                job.parameters(),
                                job.seed().orElse(0),
                                recipe.modelName(),
                                recipe.loraFile())
                        .withSize(header.width(), header.height());
        return new SyntheticLabel(SyntheticLabel.Origin.IMAGE_TO_IMAGE, text.text());
    }
}

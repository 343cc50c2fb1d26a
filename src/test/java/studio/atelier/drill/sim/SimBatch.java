package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Parameters;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.plan.Planner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The batch that every simulated run makes, and the rows and files that it refers to.
public final class SimBatch {
    private static final String GRAPH =
            """
            {"1": {"class_type": "LoadImage", "inputs": {"image": "{{reference_image}}"}},
             "2": {"class_type": "LoraLoaderModelOnly",
                   "inputs": {"lora_name": "{{lora_file}}", "strength_model": 0.65}},
             "3": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": 28,
                   "positive": "{{positive_prompt}}", "image": ["1", 0], "model": ["2", 0]}},
             "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0],
                   "filename_prefix": "{{model_name}}_{{reference_filename}}"}}}
            """;

    private static final LoraModel MODEL =
            new LoraModel(
                    new ModelId(1),
                    "Milan",
                    "milan",
                    "tan",
                    "brunette",
                    "long brunette hair",
                    "milan.safetensors",
                    "milan",
                    "blonde hair");

    private SimBatch() {}

    /// Empties the database, and fills in what a batch refers to.
    public static void prepare(Database database) {
        database.useTransaction(
                handle -> {
                    handle.execute(
                            """
                            truncate models, reference_images, workflows, generation_jobs, batches,
                                generated_images, picture_numbers, reference_tags, atelier_settings
                            restart identity cascade
                            """);
                    handle.execute("alter sequence picture_counter restart with 1");
                    handle.execute(
                            "insert into models (id, name, slug, lora_file) values (1, 'Milan',"
                                    + " 'milan', 'milan.safetensors')");
                    handle.execute(
                            "insert into workflows (id, name, slug) values (1, 'Test', 'test')");
                    handle.execute(
                            "insert into reference_images (id, filename) select n, 'dune' || n ||"
                                    + " '.png' from generate_series(1, 20) as n");
                });
    }

    /// One job for each reference, with a seed of its own.
    ///
    /// @param references folder of the bucket
    public static BatchPlan plan(int jobs, Random random, Path references) {
        List<ReferenceImage> chosen = new ArrayList<>();
        for (int number = 1; number <= jobs; number++) {
            chosen.add(reference(number, references));
        }
        var workflow = new Workflow(new WorkflowId(1), "Test", "test", "", GRAPH, List.of());
        return Planner.plan(
                new BatchRequest(
                        MODEL,
                        workflow,
                        chosen,
                        1,
                        new Parameters(Map.of(), "", ""),
                        new SeedChoice.Random()),
                random);
    }

    private static ReferenceImage reference(int number, Path references) {
        String name = "dune" + number + ".png";
        try {
            Files.createDirectories(references.resolve("beach"));
            Files.write(references.resolve("beach").resolve(name), SimPictures.png(99, number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReferenceImage(
                new ReferenceId(number),
                name,
                "beach",
                "beach/" + name,
                "orange top",
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0);
    }
}

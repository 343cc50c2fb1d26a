package studio.atelier.db;

import studio.atelier.db.ClaimedJob.Recipe;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Reads a `Recipe` from a row of a job joined with its batch.
final class RecipeRow {
    static final String COLUMNS =
            "b.model_slug, b.model_name, b.lora_file, b.workflow_name, b.graph::text as graph,"
                    + " j.reference_name, j.reference_path, j.reference_sha256";

    private RecipeRow() {}

    static Recipe of(ResultSet row) throws SQLException {
        return new Recipe(
                Columns.text(row, "model_slug"),
                Columns.text(row, "model_name"),
                Columns.text(row, "lora_file"),
                Columns.text(row, "workflow_name"),
                Columns.text(row, "graph"),
                Columns.text(row, "reference_name"),
                Columns.text(row, "reference_path"),
                Columns.text(row, "reference_sha256"));
    }
}

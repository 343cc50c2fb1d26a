/// The only room with SQL: the pool, the embedded PostgreSQL server, the migrations, and one store per
/// aggregate. Every public method blocks and may be called from any thread but the JavaFX one; failures
/// leave as `StudioException` with a `Problem`, never as `SQLException`.
@NullMarked
package studio.atelier.db;

import org.jspecify.annotations.NullMarked;

/// Tests of the database's room, on a real server.
@NullMarked
package studio.atelier.db;

import org.jspecify.annotations.NullMarked;

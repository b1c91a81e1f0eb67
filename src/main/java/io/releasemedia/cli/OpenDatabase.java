package io.releasemedia.cli;

import io.releasemedia.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;

/** Gives a command the database, closes it however the command ends, and turns its failures into sentences. */
final class OpenDatabase {

    private OpenDatabase() {}

    /** What a command does with the database. */
    interface Work {
        int with(DataSource dataSource, Interruption interruption) throws CommandException, IOException, SQLException;
    }

    /** Opens the database, works, and closes it. */
    static int run(int connections, Work work) throws CommandException {
        try (Interruption interruption = Interruption.handled()) {
            try (Database database = Database.open(Database.Location.fromEnvironment(), connections)) {
                interruption.endBy(() -> close(database));
                return work.with(database.dataSource(), interruption);
            } catch (IOException | SQLException | DataAccessException e) {
                throw CommandException.couldNotRun(interruption.isUnderWay() ? "interrupted" : sentence(e));
            }
        }
    }

    private static void close(Database database) {
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return failure instanceof IOException ? message : "the database failed: " + message;
    }
}

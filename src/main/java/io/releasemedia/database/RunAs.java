package io.releasemedia.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom the server runs. PostgreSQL refuses to run as root; root therefore starts it in a user namespace, where its
 * files still count as its own, or, where the system refuses that (most containers), as the unprivileged user that owns
 * the data.
 *
 * @param prefix what stands before each of PostgreSQL's commands
 * @param owner who must own the data for it; empty when it is this process's user
 */
record RunAs(List<String> prefix, Optional<Owner> owner) {

    /** The user {@code nobody} of Linux. */
    private static final Owner NOBODY = new Owner(65_534, 65_534);

    private static final List<String> USER_NAMESPACE = List.of("unshare", "--user");

    /**
     * Finds a way to run the server that works here, by trying its program.
     *
     * @param data the data folder, which may not exist yet
     */
    static RunAs choose(Path home, Path data, Path postgres, Patience patience) throws IOException {
        List<String> failures = new ArrayList<>();
        for (RunAs candidate : candidates(data)) {
            try {
                Program.Outcome tried = Program.run(
                        candidate.command(List.of(postgres.toString(), "--version")),
                        home,
                        patience,
                        "a trial of " + postgres);
                if (tried.exitCode() == 0) {
                    return candidate;
                }
                failures.add(String.join(" ", candidate.prefix) + ": "
                        + tried.output().strip());
            } catch (EmbeddedPostgresException e) {
                throw e;
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new EmbeddedPostgresException(explain(home, failures));
    }

    /** A command of PostgreSQL with what makes it run as this user. */
    List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(words);
        return command;
    }

    /** Gives a file or folder to the server's user. */
    void own(Path path) throws IOException {
        if (owner.isPresent()) {
            DurableFiles.giveTo(owner.get().uid(), owner.get().gid(), path);
        }
    }

    private static List<RunAs> candidates(Path data) throws IOException {
        RunAs direct = new RunAs(List.of(), Optional.empty());
        RunAs namespace = new RunAs(USER_NAMESPACE, Optional.empty());
        if (!Owner.ofThisProcess().isRoot()) {
            // initdb wants a name for its user; Java shows "?" for one that has none, as containers often do.
            return "?".equals(System.getProperty("user.name")) ? List.of(namespace, direct) : List.of(direct);
        }
        if (Files.exists(data) && !Owner.of(data).isRoot()) {
            return List.of(user(Owner.of(data)));
        }
        return List.of(namespace, user(NOBODY));
    }

    private static RunAs user(Owner owner) {
        return new RunAs(
                List.of("setpriv", "--reuid=" + owner.uid(), "--regid=" + owner.gid(), "--clear-groups", "--"),
                Optional.of(owner));
    }

    private static String explain(Path home, List<String> failures) throws IOException {
        String said = String.join("; ", failures);
        Optional<Path> closed = Owner.ofThisProcess().isRoot() ? closedFolder(home) : Optional.empty();
        if (closed.isPresent()) {
            return "PostgreSQL does not run as root, and an ordinary user cannot enter " + closed.get()
                    + ", in which the embedded database's folder " + home + " lies (" + said
                    + "): name a folder that every user may enter in RELEASE_MEDIA_HOME (such as"
                    + " /var/lib/release-media), allow it with \"chmod o+x " + closed.get() + "\", "
                    + EmbeddedPostgresException.OWN_SERVER + ".";
        }
        return "PostgreSQL's programs in " + home + " do not run here (" + said
                + "): run release-media as an ordinary user on a disk that allows programs, "
                + EmbeddedPostgresException.OWN_SERVER + ".";
    }

    /** The first folder on the way to the home that others than its owner may not enter. */
    private static Optional<Path> closedFolder(Path home) throws IOException {
        for (int names = 1; names <= home.getNameCount(); names++) {
            Path folder = home.getRoot().resolve(home.subpath(0, names));
            if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}

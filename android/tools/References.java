// Looks whether everything of Android that an app refers to exists on the oldest Android it says it runs on. What is newer
// may only be named in a class `ApiNN`, and whoever uses such a class must ask for the version of the phone.
//   References OLDEST.jar NEWEST.jar A.dex,B.dex CLASSES_OR_JAR...

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

final class References {
    private static final Pattern NEWER = Pattern.compile(".*/Api(\\d\\d)(\\$.*)?");

    private final ZipFile oldest;
    private final ZipFile newest;
    private final Map<String, ClassFile> ours = new HashMap<>();
    private final Map<String, ClassFile> old = new HashMap<>();
    private final Map<String, ClassFile> young = new HashMap<>();

    private References(String oldest, String newest) throws IOException {
        this.oldest = new ZipFile(oldest);
        this.newest = new ZipFile(newest);
    }

    public static void main(String[] args) throws IOException {
        var run = new References(args[0], args[1]);
        for (int i = 3; i < args.length; i++) run.read(Path.of(args[i]));
        var wrong = new TreeSet<String>();
        int seen = run.checkClasses(wrong);
        int inDex = 0;
        for (String dex : args[2].split(",")) inDex += run.checkDex(Path.of(dex), wrong);
        System.out.println(seen + " references to Android in class files and " + inDex + " in the dex files looked up; " + wrong.size() + " wrong");
        wrong.forEach(System.out::println);
        if (seen == 0 || inDex == 0 || !wrong.isEmpty()) System.exit(1);
    }

    private void read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var files = Files.walk(path)) {
                for (Path file : files.filter(name -> name.toString().endsWith(".class")).toList()) keep(Files.readAllBytes(file));
            }
            return;
        }
        try (var jar = new ZipFile(path.toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                String name = entry.getName();
                if (!name.endsWith(".class") || name.startsWith("META-INF/") || name.equals("module-info.class")) continue;
                keep(jar.getInputStream(entry).readAllBytes());
            }
        }
    }

    private void keep(byte[] bytes) throws IOException {
        var file = new ClassFile(bytes);
        ours.put(file.name, file);
    }

    private int checkClasses(TreeSet<String> wrong) throws IOException {
        int seen = 0;
        for (ClassFile file : ours.values()) {
            boolean asksVersion = file.references.stream().anyMatch(it -> it.owner().equals("android/os/Build$VERSION") && it.name().equals("SDK_INT"));
            for (var reference : file.references) {
                String home = androidOwner(reference.owner());
                if (home != null) {
                    seen++;
                    if (!has(oldest, old, home, reference)) newer(file, has(newest, young, home, reference), reference.toString(), wrong);
                }
            }
            for (String name : file.classes) {
                if (isAndroid(name)) {
                    seen++;
                    if (load(oldest, old, name) == null) newer(file, load(newest, young, name) != null, name.replace('/', '.'), wrong);
                }
                if (NEWER.matcher(name).matches() && ours.containsKey(name) && !NEWER.matcher(file.name).matches() && !asksVersion) {
                    wrong.add(file.name + " uses " + name + " without asking Build.VERSION.SDK_INT");
                }
            }
        }
        return seen;
    }

    private static void newer(ClassFile user, boolean exists, String what, TreeSet<String> wrong) {
        if (!exists) wrong.add(user.name + " uses " + what + ", which Android does not have");
        else if (!NEWER.matcher(user.name).matches()) wrong.add(user.name + " uses " + what + ", which the oldest Android does not have: move it to a class ApiNN");
    }

    /** The first class at or above a name that is Android's; null for what has none, or is an array. */
    private String androidOwner(String name) {
        while (name != null && !name.startsWith("[")) {
            if (isAndroid(name)) return name;
            ClassFile file = ours.get(name);
            if (file == null) return null;
            name = file.superName;
        }
        return null;
    }

    private static boolean isAndroid(String name) {
        return name.startsWith("android/") || name.startsWith("dalvik/");
    }

    private boolean has(ZipFile jar, Map<String, ClassFile> known, String home, ClassFile.Member wanted) throws IOException {
        // Our own classes first: a member of ours never reaches Android.
        for (String name = wanted.owner(); ours.containsKey(name); name = ours.get(name).superName) {
            if (declares(ours.get(name), wanted)) return true;
        }
        var waiting = new ArrayList<>(List.of(home));
        while (!waiting.isEmpty()) {
            String name = waiting.remove(waiting.size() - 1);
            ClassFile file = load(jar, known, name);
            if (file == null) {
                // A class of Java above one of Android's: compiled with the signatures of Java 8, so it is there.
                if (!isAndroid(name) && isJavas(name, wanted)) return true;
                continue;
            }
            if (declares(file, wanted)) return true;
            if (file.superName != null) waiting.add(file.superName);
            waiting.addAll(file.interfaces);
        }
        return false;
    }

    private static boolean declares(ClassFile file, ClassFile.Member wanted) {
        return file.members.stream().anyMatch(it -> it.method() == wanted.method() && it.key().equals(wanted.key()));
    }

    private static boolean isJavas(String name, ClassFile.Member wanted) throws IOException {
        try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in != null && declares(new ClassFile(in.readAllBytes()), wanted);
        }
    }

    private static ClassFile load(ZipFile jar, Map<String, ClassFile> known, String name) throws IOException {
        if (name.startsWith("[")) name = name.replaceFirst("^\\[+L?", "").replace(";", "");
        if (known.containsKey(name)) return known.get(name);
        var entry = jar.getEntry(name + ".class");
        ClassFile file = entry == null ? null : new ClassFile(jar.getInputStream(entry).readAllBytes());
        known.put(name, file);
        return file;
    }

    /** The tables of a dex file, which name all it refers to: what the dexer added is in them, too. */
    private int checkDex(Path path, TreeSet<String> wrong) throws IOException {
        ByteBuffer dex = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int seen = 0;
        for (int i = 0; i < dex.getInt(0x58); i++) {
            int at = dex.getInt(0x5c) + i * 8;
            String owner = type(dex, dex.getShort(at) & 0xffff);
            if (!isAndroid(owner)) continue;
            seen++;
            int proto = dex.getInt(0x4c) + (dex.getShort(at + 2) & 0xffff) * 12;
            var signature = new StringBuilder("(");
            int list = dex.getInt(proto + 8);
            for (int p = 0; list != 0 && p < dex.getInt(list); p++) signature.append(rawType(dex, dex.getShort(list + 4 + p * 2) & 0xffff));
            signature.append(')').append(rawType(dex, dex.getInt(proto + 4)));
            look(path, new ClassFile.Member(owner, string(dex, dex.getInt(at + 4)), signature.toString(), true), wrong);
        }
        for (int i = 0; i < dex.getInt(0x50); i++) {
            int at = dex.getInt(0x54) + i * 8;
            String owner = type(dex, dex.getShort(at) & 0xffff);
            if (!isAndroid(owner)) continue;
            seen++;
            look(path, new ClassFile.Member(owner, string(dex, dex.getInt(at + 4)), rawType(dex, dex.getShort(at + 2) & 0xffff), false), wrong);
        }
        return seen;
    }

    private void look(Path path, ClassFile.Member member, TreeSet<String> wrong) throws IOException {
        if (has(oldest, old, member.owner(), member)) return;
        boolean guarded = ours.values().stream().anyMatch(file -> NEWER.matcher(file.name).matches() && file.references.contains(member));
        if (!guarded) wrong.add(path.getFileName() + " refers to " + member + ", which the oldest Android does not have");
    }

    private static String type(ByteBuffer dex, int index) {
        return rawType(dex, index).replaceFirst("^L", "").replace(";", "");
    }

    private static String rawType(ByteBuffer dex, int index) {
        return string(dex, dex.getInt(dex.getInt(0x44) + index * 4));
    }

    private static String string(ByteBuffer dex, int index) {
        int at = dex.getInt(dex.getInt(0x3c) + index * 4);
        while (dex.get(at++) < 0) {
            // the length in characters, in as many bytes as it takes
        }
        int end = at;
        while (dex.get(end) != 0) end++;
        return new String(dex.array(), at, end - at, StandardCharsets.UTF_8);
    }
}

// Makes a small jar of Android's public signatures: the real framework's class files (a jar that has them with code and
// with hidden members), less what the list of public names does not have. Who compiles against it can't use what is hidden.
//   Framework REAL.jar NAMES.whl OUT.jar

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

final class Framework {
    private static final Pattern LINE = Pattern.compile("^( *)(?:class (\\w+)|def (\\w+)\\(|(\\w+): )");

    public static void main(String[] args) throws IOException {
        Map<String, Set<String>> names = publicNames(args[1]);
        var kept = new TreeMap<String, byte[]>();
        int members = 0;
        try (var jar = new ZipFile(args[0])) {
            var waiting = new ArrayDeque<>(names.keySet());
            var seen = new HashSet<>(waiting);
            while (!waiting.isEmpty()) {
                String name = waiting.poll();
                ZipEntry entry = jar.getEntry(name + ".class");
                if (entry == null) continue;
                var file = new ClassFile(jar.getInputStream(entry).readAllBytes());
                Set<String> wanted = names.get(name);
                // A hidden class stays as a step between two public ones, without members.
                byte[] small = file.withoutCode(member -> wanted != null && (member.startsWith("<") || wanted.contains(member)));
                members += new ClassFile(small).members.size();
                kept.put(name + ".class", small);
                if (file.superName != null && seen.add(file.superName)) waiting.add(file.superName);
                for (String above : file.interfaces) if (seen.add(above)) waiting.add(above);
                // A compiler looks for a class inside of another one there.
                String around = name.substring(0, Math.max(0, name.lastIndexOf('$')));
                if (!around.isEmpty() && seen.add(around)) waiting.add(around);
            }
        }
        try (var out = new ZipOutputStream(new FileOutputStream(args[2]))) {
            for (var entry : kept.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        System.out.println(kept.size() + " classes with " + members + " members");
    }

    /** Class names as in class files -> names of their public members, from Python's stubs of the platform. */
    private static Map<String, Set<String>> publicNames(String wheel) throws IOException {
        var names = new HashMap<String, Set<String>>();
        try (var zip = new ZipFile(wheel)) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String path = entry.getName();
                if (!path.endsWith("/__init__.pyi") || path.startsWith("java-")) continue;
                String folder = path.substring(0, path.length() - "/__init__.pyi".length()).replaceFirst("-stubs", "");
                readStub(new BufferedReader(new InputStreamReader(zip.getInputStream(entry))), folder, names);
            }
        }
        return names;
    }

    private static void readStub(BufferedReader lines, String folder, Map<String, Set<String>> names) throws IOException {
        var inside = new String[16];
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var match = LINE.matcher(line);
            if (!match.find()) continue;
            int depth = match.group(1).length() / 4;
            if (match.group(2) != null) {
                inside[depth] = depth == 0 ? folder + "/" + match.group(2) : inside[depth - 1] + "$" + match.group(2);
                names.putIfAbsent(inside[depth], new HashSet<>());
            } else if (depth > 0) {
                String member = match.group(3) != null ? match.group(3) : match.group(4);
                // Words of Python got a tail.
                names.get(inside[depth - 1]).add(member.startsWith("__") ? member : member.replaceFirst("_$", ""));
            }
        }
    }
}

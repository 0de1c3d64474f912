"""Reading content packs: YAML files in, a pack and its phrases out, or every problem with its line."""

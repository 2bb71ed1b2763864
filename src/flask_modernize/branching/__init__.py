"""One migration after the other on a branch of its own, a commit each, in a worktree beside the user's checkout."""
